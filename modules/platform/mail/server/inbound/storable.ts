/** Text of a stranger as the database can hold it. */
export const storable = (text: string, length: number) => text.toWellFormed().replaceAll('\u0000', '').slice(0, length)
