/** What stands for everything of a masked value but its last characters. */
export const MASK = '•••• '

/** The same in bytes of unknown shape and encoding: ASCII. */
export const RAW_MASK = '****'
