import type * as z from 'zod'

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>

/** Of JSON Schema that zod makes: without what is only there because of how zod checks. */
export const plainly: Override = ({ zodSchema, jsonSchema }) => {
  // zod's pattern of a time is 300 characters of leap years; `format` says the same.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  // zod leaves out the default of what it transforms.
  if (zodSchema._zod.def.type === 'default') jsonSchema.default = zodSchema._zod.def.defaultValue
}

/** Of what others read: objects are open, because a reader must not stumble over a field that was added. */
export const plainlyOpen: Override = (context) => {
  plainly(context)
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties
}
