/** What a person can put right: shown as it is, without a stack. */
export class ProveError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ProveError'
  }
}
