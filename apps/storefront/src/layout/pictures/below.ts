import type { Drawings } from './picture.ts';

/** The bilge and the galley. */
export const below = {
  'bilge-pump': `<path d="M106 84l42-54"/><path class="b" d="M142 18l18 14-12 14-17-13z"/><path class="b" d="M28 128h36v18H28zM136 128h36v18h-36z"/><path d="M40 128v18M160 128v18"/><path class="b" d="M52 116h96v40a10 10 0 0 1-10 10H62a10 10 0 0 1-10-10z"/><path class="b" d="M66 116c2-38 66-38 68 0z"/><path class="b" d="M92 92V80h18v10"/><ellipse class="b" cx="100" cy="116" rx="52" ry="8"/><path d="M64 166v10h72v-10"/><path class="a" d="M180 150c6 6 8 14 6 26M172 152c4 6 5 12 4 22"/>`,

  hose: `<path d="M36 168v-62a64 64 0 0 1 128 0v62"/><path d="M76 168v-62a24 24 0 0 1 48 0v62"/><path d="M36 106c12 6 28 6 40 0M44.6 74c8 12 20 20 34.6 20M68 50.6c2 14 8 24 20 34.6M100 42c-5 14-5 26 0 40M132 50.6c-2 14-8 24-20 34.6M155.4 74c-8 12-20 20-34.6 20M124 106c12 6 28 6 40 0M124 124c12 6 28 6 40 0M124 142c12 6 28 6 40 0M124 160c12 6 28 6 40 0"/><ellipse class="b" cx="56" cy="168" rx="20" ry="7"/><path d="M124 168c0 9 40 9 40 0"/><path class="a b" d="M32 130c12 7 36 7 48 0v14c-12 7-36 7-48 0zM80 128h12v16H80z"/>`,

  kettle: `<path d="M62 92c-8-62 84-62 76 0"/><path d="M144 120c18-2 18-26 38-32l4 8c-16 8-14 38-36 46"/><path class="b" d="M48 158c-10-46 16-74 52-74s62 28 52 74z"/><path class="b" d="M42 158h116v12H42zM74 88c4-14 48-14 52 0"/><circle class="b" cx="100" cy="70" r="7"/><path d="M64 136c-1-14 5-26 15-33"/><path class="a" d="M178 72c-8-8 8-16 0-26M192 72c-8-8 8-16 0-26"/>`,

  mug: `<path d="M132 88c42-8 42 62-4 56M132 100c24-4 24 38-2 34"/><path class="b" d="M52 70v76c0 14 10 20 22 20h38c12 0 22-6 22-20V70"/><ellipse class="b" cx="93" cy="70" rx="41" ry="11"/><path class="a" d="M52 84c0 15 82 15 82 0M52 140c0 15 82 15 82 0"/><path d="M78 48c-9-9 9-17 0-28M104 48c-9-9 9-17 0-28"/>`,
} satisfies Drawings;
