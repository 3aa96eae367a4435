/** External id of whoever wrote a public message that names nobody. */
export function toUnknownAuthor(providerId: string): string {
  return `unknown:${providerId}`
}
