/** What stands in a line: it carries its own links, so that leaving from the middle costs as little as from the front. */
export interface InLine<Self> {
  before: Self | null;
  after: Self | null;
}

/** First in, first out; every step costs the same however long the line is. */
export class Line<Member extends InLine<Member>> {
  first: Member | null = null;
  length = 0;
  #last: Member | null = null;

  join(member: Member): void {
    member.before = this.#last;
    if (this.#last === null) this.first = member;
    else this.#last.after = member;
    this.#last = member;
    this.length++;
  }

  /** A member must stand in this line. */
  leave(member: Member): void {
    if (member.before === null) this.first = member.after;
    else member.before.after = member.after;
    if (member.after === null) this.#last = member.before;
    else member.after.before = member.before;
    member.before = null;
    member.after = null;
    this.length--;
  }
}
