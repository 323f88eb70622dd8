/** A result that the judge calls a failure, on its way through opossum, which knows failures by rejection only. */
export class FailedResult {
  readonly result: unknown;

  constructor(result: unknown) {
    this.result = result;
  }
}
