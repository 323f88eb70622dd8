import type { Drawings } from './picture.ts';

/** Tools, and what protects the rest. */
export const bench = {
  knife: `<g transform="rotate(-32 100 100)"><path class="b" d="M108 84h54c16 0 26 12 28 30h-82z"/><path d="M124 93h32"/><rect class="b" x="22" y="82" width="96" height="34" rx="14"/><circle cx="48" cy="99" r="4"/><circle cx="92" cy="99" r="4"/><path d="M60 99h20"/><circle class="b" cx="12" cy="99" r="10"/><path class="a" d="M4 106c-22 10-8 34-24 46M8 109c-16 14 0 34-14 50"/></g>`,

  fid: `<path d="M54 56c34 8 74 44 90 92l16-8C146 94 106 56 70 44z"/><path class="a" d="M60.2 57.7L70 44M70.7 61.9L80.9 48.4M81.2 67.6L91.8 54.2M91.7 74.8L102.7 61.3M128.7 115.7L141.2 101.2M136 128.6L148.7 113.5M142 142.3L155.1 126.5"/><path class="b" d="M26 176L142 40c12-12 34 8 22 22L26 176z"/><path d="M132 52l20 20M58 144l64-70"/>`,

  'paint-tin': `<path d="M46 78c-16-80 124-80 108 0"/><path class="b" d="M46 74v92c0 9 24 16 54 16s54-7 54-16V74"/><ellipse class="b" cx="100" cy="74" rx="54" ry="15"/><ellipse cx="100" cy="74" rx="44" ry="10"/><path d="M46 108c0 9 24 16 54 16s54-7 54-16M46 146c0 9 24 16 54 16s54-7 54-16"/><path class="a b" d="M112 84c-8 2-24 1-34-2 1 10 0 18 1 28 0 8 10 8 10 0V98c0-5 7-5 7 0v30c0 8 11 8 11 0v-26c0-8 5-10 5-18z"/>`,

  brush: `<g transform="rotate(24 100 100)"><path class="b" d="M88 88l4-66c1-10 15-10 16 0l4 66z"/><circle cx="100" cy="28" r="3"/><path class="b" d="M66 88h68v26H66z"/><path d="M66 96h68M66 106h68"/><path class="b" d="M68 114c-2 22-6 40-4 66h72c2-26-2-44-4-66z"/><path d="M84 118l-2 30M100 118v26M116 118l2 30"/><path class="a" d="M64 156c8-6 12 6 20 0s12 6 18 0 12 6 18 0 10 4 16 0M64 180h72M78 166v14M100 166v14M122 166v14"/></g>`,
} satisfies Drawings;
