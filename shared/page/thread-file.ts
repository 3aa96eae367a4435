import { readOwnFile } from '../app/thread/read-own-file.ts'
import { sendFile } from '../app/thread/send-file.ts'
import type { FileRefusal } from '../domain/thread/thread-file.ts'
import { answerElsewhere, answerSaid, toGivenOnce } from './answer-said.ts'
import { toFileLimit } from './file-words.ts'
import type { PageWork } from './handle-page-request.ts'
import type { Dictionary } from './languages/dictionary.ts'
import type { PageResponse } from './page-message.ts'
import { readFileForm } from './read-file-form.ts'

const NOTICES = {
  no_file: 'noFile',
  file_too_large: 'fileTooLarge',
  file_type_refused: 'fileTypeRefused',
  too_many_files: 'tooManyFiles',
} as const satisfies Record<FileRefusal, keyof Dictionary['files']>

/** A file that the customer sends. */
export async function answerFilePost(work: PageWork, handoffId: string): Promise<PageResponse> {
  const { deps, request, visit, context } = work
  const { once, file } = await readFileForm(request)
  const given = { file, once: toGivenOnce(once) ?? request.requestId }
  const outcome = await sendFile(deps, handoffId, given, visit(handoffId))
  return answerSaid(work, { step: 'files', handoffId }, outcome, (why) => {
    const { language } = context
    const notice = toFileLimit(language.words.files[NOTICES[why]], language)
    return { notice, view: { fileNotice: notice } }
  })
}

/** A file of the thread, to be saved again. */
export async function answerFile(work: PageWork, handoffId: string, seq: number): Promise<PageResponse> {
  const { deps, answers, visit } = work
  const outcome = await readOwnFile(deps, handoffId, seq, visit(handoffId))
  const trace = { step: 'file', handoffId, outcome: outcome.kind }
  switch (outcome.kind) {
    case 'file':
      return answers.file(outcome.file, trace)
    case 'none':
      return answers.closed(trace)
    case 'elsewhere':
      return answerElsewhere(work, handoffId, outcome.visitor, trace)
  }
}
