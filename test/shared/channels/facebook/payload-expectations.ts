import type { PayloadExpectations } from '../../../support/payload-expectation.ts'
import { COMMENTS } from './payload-expectations-comments.ts'
import { FACTS } from './payload-expectations-facts.ts'
import { MESSAGES } from './payload-expectations-messages.ts'
import { POSTS } from './payload-expectations-posts.ts'

/** Written by reading each captured body and the documentation of its kind. */
export const EXPECTATIONS: PayloadExpectations = { ...MESSAGES, ...FACTS, ...COMMENTS, ...POSTS }
