/** Templates as lines `field = text` that a person edits. */
export const linesOf = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, template]) => `${name} = ${template.replaceAll('\n', '\\n')}`)
    .join('\n')

/** Lines as templates; what has no `=` or no name says nothing. */
export const fieldsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=')
      const name = line.slice(0, Math.max(at, 0)).trim()
      return name
        ? [
            [
              name,
              line
                .slice(at + 1)
                .trim()
                .replaceAll('\\n', '\n'),
            ],
          ]
        : []
    }),
  )
