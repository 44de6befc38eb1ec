/**
 * A reason why WorkerNet cannot start that the person at the keyboard can remove.
 * The entry programs print `message` alone, without a stack: it says what is wrong and what to do.
 */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** The code of a system error (`ENOSPC`, `EACCES` …), or undefined when `error` is something else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/**
 * What a failed write to `folder` means for the person who starts WorkerNet: a StartError for a full disk, missing rights,
 * a read-only disk or a file in the folder's place; any other error comes back as it was.
 */
export function folderProblem(error: unknown, folder: string): unknown {
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(diskFull(folder), { cause: error })
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `WorkerNet may not write to the folder ${folder}: give your user the right to it, or choose another with DATA_DIR=/path/to/folder.`,
        { cause: error },
      )
    case 'EROFS':
      return new StartError(
        `The folder ${folder} is on a read-only disk: choose another with DATA_DIR=/path/to/folder.`,
        {
          cause: error,
        },
      )
    case 'EEXIST':
    case 'ENOTDIR':
      return new StartError(`${folder} is not a folder: choose another with DATA_DIR=/path/to/folder.`, {
        cause: error,
      })
    default:
      return error
  }
}

export function diskFull(folder: string): string {
  return `The disk that holds ${folder} is full: free some space (WorkerNet needs about 300 MB to begin) and start again.`
}
