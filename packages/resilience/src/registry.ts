interface Registered {
  readonly name: string;
  reset(): void;
  close(): void;
}

/** The open pipelines of a process. */
export class Registry<Member extends Registered> {
  readonly #open = new Set<Member>();
  readonly #watchers = new Set<(member: Member) => void>();

  add(member: Member): void {
    this.#open.add(member);
    for (const watch of this.#watchers) watch(member);
  }

  delete(member: Member): void {
    this.#open.delete(member);
  }

  /** In the order they were made. */
  all(): readonly Member[] {
    return [...this.#open];
  }

  find(name: string): Member | undefined {
    return this.all().findLast(member => member.name === name);
  }

  onEvery(watch: (member: Member) => void): void {
    this.#watchers.add(watch);
    for (const member of this.#open) watch(member);
  }

  resetAll(): void {
    for (const member of this.#open) member.reset();
  }

  closeAll(): void {
    for (const member of this.#open) member.close();
  }
}
