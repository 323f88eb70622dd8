import type { Drawings } from './picture.ts';

/** Rope, and what lies at the end of it. */
export const groundTackle = {
  coil: `<path d="M92 60C58 42 62 12 82 16c12 2 16 22 16 44M108 60c34-18 30-48 10-44-12 2-16 22-16 44"/><path d="M80 92c-26 24-38 44-38 60 0 24 26 34 58 34s58-10 58-34c0-16-12-36-38-60M88 92c-20 24-30 42-30 56 0 16 18 24 42 24s42-8 42-24c0-14-10-32-30-56M96 92c-14 24-22 40-22 50 0 10 10 16 26 16s26-6 26-16c0-10-8-26-22-50"/><path d="M122 84c34 2 52 34 44 72"/><path class="a b" d="M78 60h44v34H78z"/><path class="a" d="M78 71.5l44-3M78 83l44-3"/>`,

  'dock-line': `<ellipse cx="92" cy="132" rx="70" ry="40"/><ellipse cx="92" cy="132" rx="54" ry="30"/><ellipse cx="92" cy="132" rx="38" ry="20"/><path d="M70 132c0-14 44-14 44 0"/><path class="b" d="M162 132c4-26-22-36-16-60l-14-2c-10 26 16 34 14 62"/><path class="b" d="M132 70c-26-24-14-58 12-58s38 34 6 60z"/><path d="M141 60c-16-18-12-34 4-34s22 18 4 34z"/><path class="a" d="M131 78l16 3M130 88l16 2M133 98l17 0"/>`,

  anchor: `<path d="M100 58v112M68 78h64"/><circle class="b" cx="100" cy="44" r="14"/><circle class="b" cx="64" cy="78" r="5"/><circle class="b" cx="136" cy="78" r="5"/><path d="M36 112c2 38 30 60 64 60s62-22 64-60"/><path class="b" d="M36 104l-12 32 28-6zM164 104l12 32-28-6z"/><path class="a" d="M106 36c10-26 34-6 48-22 8-8 16-6 22-2M104 44c14-16 42-4 58-18 6-6 12-6 18-2"/>`,

  chain: `<g transform="rotate(38 100 100)"><rect class="b" x="74" y="-6" width="52" height="84" rx="26"/><rect x="88" y="8" width="24" height="56" rx="12"/><rect class="b" x="74" y="122" width="52" height="84" rx="26"/><rect x="88" y="136" width="24" height="56" rx="12"/><rect class="a b" x="92" y="52" width="16" height="96" rx="8"/><path d="M88 62v4a12 12 0 0 0 4 8M112 62v4a12 12 0 0 1-4 8M92 126a12 12 0 0 0-4 8v4M108 126a12 12 0 0 1 4 8v4"/></g>`,
} satisfies Drawings;
