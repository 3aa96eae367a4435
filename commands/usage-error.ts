/** What the person who typed the command can mend by typing it differently. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
