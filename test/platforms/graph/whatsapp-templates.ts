import * as z from 'zod'
import { at, isObject, listAt, textAt } from '../json.ts'
import { findRow, type GraphErrorRow } from './graph-error.ts'
import { WHATSAPP_ERRORS } from './whatsapp-errors.ts'

const PARAMETER_TYPES: readonly unknown[] = [
  'text',
  'currency',
  'date_time',
  'image',
  'video',
  'document',
  'location',
  'payload',
]

/** A template as it was approved. */
export const KnownTemplate = z.strictObject({
  name: z.string().min(1),
  language: z.string().min(2),
  bodyParameters: z.int().min(0),
  headerParameters: z.int().min(0).default(0),
  category: z.enum(['marketing', 'utility', 'authentication']).default('utility'),
})
export type KnownTemplate = z.infer<typeof KnownTemplate>

/** `hello_world` is there in every account; the others are this inbox's own, as if they had been approved. */
const FIRST_TEMPLATES: readonly KnownTemplate[] = [
  { name: 'hello_world', language: 'en_US', bodyParameters: 0, headerParameters: 0, category: 'utility' },
  { name: 'order_update', language: 'en', bodyParameters: 2, headerParameters: 0, category: 'utility' },
  { name: 'order_update', language: 'de', bodyParameters: 2, headerParameters: 0, category: 'utility' },
  { name: 'follow_up', language: 'en', bodyParameters: 1, headerParameters: 0, category: 'utility' },
  { name: 'spring_offer', language: 'en', bodyParameters: 1, headerParameters: 1, category: 'marketing' },
]

export type TemplateBook = {
  add: (templates: readonly KnownTemplate[]) => void
  find: (name: string, language: string) => KnownTemplate | null
}

export function createTemplateBook(): TemplateBook {
  const known = new Map<string, KnownTemplate>()
  const add = (templates: readonly KnownTemplate[]): void => {
    for (const template of templates) known.set(`${template.name} ${template.language}`, template)
  }
  add(FIRST_TEMPLATES)
  return { add, find: (name, language) => known.get(`${name} ${language}`) ?? null }
}

export type TemplateOutcome =
  { kind: 'known'; template: KnownTemplate } | { kind: 'refused'; row: GraphErrorRow }

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview */
export function readTemplate(templates: TemplateBook, value: unknown): TemplateOutcome {
  const name = textAt(value, 'name')
  const language = textAt(value, 'language', 'code')
  if (name === null || language === null)
    return refused(131008, 'template name and language code are required')
  const template = templates.find(name, language)
  if (template === null) return refused(132001, `template name (${name}) does not exist in ${language}`)
  const expected = { body: template.bodyParameters, header: template.headerParameters }
  for (const [component, count] of Object.entries(expected)) {
    const parameters = parametersOf(value, component)
    if (parameters.length !== count) {
      return refused(
        132000,
        `${component}: number of localizable_params (${parameters.length}) does not match the expected number of params (${count})`,
      )
    }
    const bad = parameters.findIndex((parameter) => !isParameter(parameter))
    if (bad >= 0) return refused(132012, `${component}: parameter ${bad + 1} is not of a known format`)
  }
  return { kind: 'known', template }
}

function refused(code: number, details: string): TemplateOutcome {
  return { kind: 'refused', row: { ...findRow(WHATSAPP_ERRORS, code), details } }
}

function parametersOf(value: unknown, type: string): readonly unknown[] {
  const component = listAt(value, 'components').find((one) => textAt(one, 'type')?.toLowerCase() === type)
  return listAt(component, 'parameters')
}

function isParameter(parameter: unknown): boolean {
  const type = at(parameter, 'type')
  if (!PARAMETER_TYPES.includes(type)) return false
  if (type === 'text') return textAt(parameter, 'text') !== null
  return isObject(at(parameter, String(type))) || textAt(parameter, String(type)) !== null
}
