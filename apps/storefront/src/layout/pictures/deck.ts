import type { Drawings } from './picture.ts';

/** Winches, blocks, and what holds them. */
export const deck = {
  winch: `<path class="b" d="M42 156v12c0 8 26 14 58 14s58-6 58-14v-12"/><ellipse class="b" cx="100" cy="156" rx="58" ry="14"/><path class="b" d="M70 152c10-18 10-42 2-60h56c-8 18-8 42 2 60 0 5-13 9-30 9s-30-4-30-9z"/><path class="b" d="M60 74v12c0 6 18 10 40 10s40-4 40-10V74"/><ellipse class="b" cx="100" cy="74" rx="40" ry="10"/><path class="b" d="M92 72V52h16v20"/><path d="M100 52V38l46-12"/><rect class="b" x="146" y="6" width="16" height="30" rx="8"/><path class="a" d="M77 112c8 4 38 4 46 0M77 124c8 4 38 4 46 0M75 136c10 5 40 5 50 0l34-6"/>`,

  'winch-handle': `<path class="b" d="M58 108h90v18H58z"/><rect class="b" x="34" y="100" width="38" height="34" rx="8"/><path d="M44 134v24h18v-24M44 146h18"/><rect class="b" x="130" y="34" width="32" height="82" rx="15"/><path class="b" d="M126 116h40v10a8 8 0 0 1-8 8h-24a8 8 0 0 1-8-8z"/><path class="a" d="M130 58h32M130 70h32M130 82h32"/>`,

  block: `<path d="M82 50V34a18 18 0 0 1 36 0v16M92 48V36a8 8 0 0 1 16 0v12"/><path class="b" d="M100 44c36 0 50 26 50 58s-18 58-50 58-50-26-50-58 14-58 50-58z"/><circle cx="100" cy="104" r="32"/><circle cx="100" cy="104" r="7"/><path class="a" d="M68 188v-84a32 32 0 0 1 64 0v66"/>`,

  shackle: `<path d="M56 132V82a44 44 0 0 1 88 0v50M78 132V84a22 22 0 0 1 44 0v48"/><circle class="b" cx="67" cy="148" r="18"/><circle class="b" cx="133" cy="148" r="18"/><path class="a" d="M48 142h126v12H48zM48 148H36"/><circle class="a" cx="26" cy="148" r="10"/>`,
} satisfies Drawings;
