import { entriesAt, type Template } from '../../infra/checks/template.ts'
import { functionOf } from './permissions.ts'

/** Values that only AWS knows become a URL: it passes wherever a name or a URL is asked for. */
export function environmentOf(template: Template, entry: string): Record<string, string> {
  const properties = template.Resources[functionOf(template, entry)]?.Properties
  const variables = entriesAt(properties, 'Environment', 'Variables')
  return Object.fromEntries(
    variables.map(([name, value]) => [name, typeof value === 'string' ? value : 'https://known.at.deploy']),
  )
}
