/** A member of a queue carries its own links, so that removing it from the middle costs as little as from the front. */
export interface Queueable<Self> {
  before: Self | null;
  after: Self | null;
}

/** A linked list, first in, first out. Each operation costs the same however long the queue is. */
export class Queue<Member extends Queueable<Member>> {
  first: Member | null = null;
  length = 0;
  #last: Member | null = null;

  add(member: Member): void {
    member.before = this.#last;
    if (this.#last === null) this.first = member;
    else this.#last.after = member;
    this.#last = member;
    this.length++;
  }

  /** The member must be in this queue. */
  remove(member: Member): void {
    if (member.before === null) this.first = member.after;
    else member.before.after = member.after;
    if (member.after === null) this.#last = member.before;
    else member.after.before = member.before;
    member.before = null;
    member.after = null;
    this.length--;
  }
}
