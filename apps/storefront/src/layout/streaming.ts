/**
 * Yields what has become ready, as soon as it has, each piece once; what is ready at the same time comes as one.
 *
 * The pieces must not reject: half of a page is on its way already.
 */
export async function* inOrderOfReadiness(pieces: readonly Promise<string>[]): AsyncGenerator<string> {
  const ready: string[] = [];
  let more = Promise.withResolvers<void>();
  for (const piece of pieces) {
    void piece.then(text => {
      ready.push(text);
      more.resolve();
    });
  }
  for (let left = pieces.length; left > 0;) {
    await more.promise;
    more = Promise.withResolvers();
    left -= ready.length;
    yield ready.splice(0).join('');
  }
}
