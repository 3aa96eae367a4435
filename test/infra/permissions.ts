import { at, listAt, resourcesOf, targetOf } from '../../infra/checks/template.ts'
import type { Template } from '../../infra/checks/template.ts'

/** What Lambda does with a queue in a function's name. */
export const POLLS_QUEUE = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
]

/** The logical id of the function that is made of an entry. */
export function functionOf(template: Template, entry: string): string {
  const found = Object.entries(template.Resources).find(
    ([, resource]) => at(resource, 'Metadata', 'inlet:entry') === entry,
  )
  if (found === undefined) throw new Error(`no function is made of ${entry}`)
  return found[0]
}

/** Every action that the function's role allows, with the logical id of its resource. */
export function permissionsOf(template: Template, functionId: string): [string, string | null][] {
  const role = targetOf(at(template.Resources[functionId]?.Properties, 'Role'))
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ properties }) => listAt(properties, 'Roles').some((each) => targetOf(each) === role))
    .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
    .flatMap((statement) =>
      listAt(statement, 'Action').flatMap((action) =>
        listAt(statement, 'Resource').map((resource): [string, string | null] => [
          String(action),
          targetOf(resource),
        ]),
      ),
    )
}
