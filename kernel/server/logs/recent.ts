// The last lines of this process, for reading where no file is written.
const MOST = 2_000
const LONGEST = 8_000

const lines: string[] = []
let next = 0

export function remember(line: string): void {
  lines[next] = line.length > LONGEST ? '' : line
  next = (next + 1) % MOST
}

/** Newest first. */
export function* recentLines(): Generator<string> {
  for (let n = 1; n <= lines.length; n++) {
    const line = lines[(next - n + MOST) % MOST]
    if (line) yield line
  }
}
