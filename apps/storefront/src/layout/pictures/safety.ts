import type { Drawings } from './picture.ts';

/** What keeps people afloat, and dry. */
export const safety = {
  lifebuoy: `<path d="M46 46a76 76 0 0 1 108 0M154 46a76 76 0 0 1 0 108M154 154a76 76 0 0 1-108 0M46 154a76 76 0 0 1 0-108" stroke-dasharray="7 5"/><circle class="b" cx="100" cy="100" r="66"/><circle class="b" cx="100" cy="100" r="34"/><path class="a b" d="M46.4 61.5l25.9 19.9a34 34 0 0 1 9.1-9.1L61.5 46.4a66 66 0 0 0-15.1 15.1zM138.5 46.4l-19.9 25.9a34 34 0 0 1 9.1 9.1l25.9-19.9a66 66 0 0 0-15.1-15.1zM153.6 138.5l-25.9-19.9a34 34 0 0 1-9.1 9.1l19.9 25.9a66 66 0 0 0 15.1-15.1zM61.5 153.6l19.9-25.9a34 34 0 0 1-9.1-9.1l-25.9 19.9a66 66 0 0 0 15.1 15.1z"/>`,

  'life-jacket': `<path d="M78 36c10-10 34-10 44 0"/><path class="b" d="M78 36c-20 4-32 18-32 40v82c0 8 6 12 14 12h36V98C86 82 76 60 78 36zM122 36c20 4 32 18 32 40v82c0 8-6 12-14 12h-36V98c10-16 20-38 18-62z"/><path d="M60 66v78M140 66v78"/><path class="a" d="M46 116h40M114 116h40M46 142h40M114 142h40"/><path class="a b" d="M86 109h28v14H86zM86 135h28v14H86z"/>`,

  jacket: `<path class="b" d="M72 52L36 72 20 150l26 6 12-48v68h84v-68l12 48 26-6-16-78-36-20"/><path class="b" d="M72 52c-4-44 60-44 56 0-8 12-18 16-28 16s-20-4-28-16z"/><path d="M82 52c0-26 36-26 36 0M68 138h20l-2 14H70zM132 138h-20l2 14h16z"/><path class="a" d="M100 68v108M24 132l26 6M176 132l-26 6"/>`,

  boots: `<path class="b" d="M50 30h36v78c0 10 6 14 14 18l14 8v24H50z"/><path class="b" d="M82 40h38v78c0 10 6 16 16 20l22 8c10 4 14 10 14 22H82z"/><path class="b" d="M78 168h96v12H78z"/><path d="M78 158H46v10h32M120 118c-8 0-12 2-16 8"/><path class="a" d="M82 56h38M50 46h32M78 174h96"/>`,
} satisfies Drawings;
