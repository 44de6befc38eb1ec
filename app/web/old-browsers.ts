// What browsers of the last years lack and our code uses.
if (!Array.prototype.toSorted) {
  Object.defineProperty(Array.prototype, 'toSorted', {
    configurable: true,
    writable: true,
    value: function <T>(this: readonly T[], compare?: (a: T, b: T) => number): T[] {
      return [...this].sort(compare)
    },
  })
}
