/** The emulators know one account; the region is where the SDK believes to be. */
export const LOCAL_ACCOUNT = '000000000000'
export const LOCAL_REGION = 'us-east-1'
export const LOCAL_STACK_ID = `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/InletLocal/local`

export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const
