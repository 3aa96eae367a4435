import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from './api-types.ts'

/** The API as its OpenAPI document describes it: paths, parameters and answers are checked by the compiler. */
export type ApiClient = Client<paths>
export type ApiSchema<Name extends keyof components['schemas']> = components['schemas'][Name]

export function createApiClient(inboxUrl: string, accessToken: string): ApiClient {
  return createClient<paths>({ baseUrl: inboxUrl, headers: { authorization: `Bearer ${accessToken}` } })
}

/** The body of a successful answer. Throws what another one says. */
export async function readData<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call
  if (data === undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`)
  return data
}
