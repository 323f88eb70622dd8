import type { Drawings } from './picture.ts';

/** What shows a light, a course, or the weather. */
export const instruments = {
  lantern: `<path d="M76 40c0-30 48-30 48 0"/><path class="b" d="M84 34h32l12 22H72z"/><path class="b" d="M68 56h64v10H68z"/><path class="b" d="M74 66c-12 26-12 52 0 78h52c12-26 12-52 0-78z"/><path class="b" d="M66 144h68v12H66zM58 156h84v16H58z"/><path d="M67 92h66M67 118h66"/><path class="a b" d="M100 132c-16-2-18-22 0-46 18 24 16 44 0 46z"/>`,

  'nav-light': `<path class="b" d="M62 76l10-20h56l10 20z"/><path d="M72 76h56v56H72z"/><path d="M72 90h56M72 104h56M72 118h56"/><path class="b" d="M62 132h76v14H62zM82 146h36v12H82z"/><path d="M70 172h60M100 158v14"/><path class="a" d="M146 92l24-8M148 104h28M146 116l24 8M54 92l-24-8M52 104H24M54 116l-24 8"/>`,

  compass: `<circle class="b" cx="100" cy="100" r="64"/><path d="M26 82v36M174 82v36M26 100h10M164 100h10"/><circle cx="100" cy="100" r="51"/><path d="M100 36v13M100 151v13M36 100h13M151 100h13M63.9 63.9l8 8M128.1 128.1l8 8M136.1 63.9l-8 8M71.9 128.1l-8 8"/><path class="b" d="M100 144l-12-44h24z"/><path class="f" d="M100 56l12 44H88z"/><circle class="b" cx="100" cy="100" r="4"/>`,

  barometer: `<circle cx="100" cy="26" r="10"/><path d="M88 44c4-8 20-8 24 0"/><circle class="b" cx="100" cy="108" r="66"/><circle cx="100" cy="108" r="54"/><path d="M66 130l-8 5M60 108H50M66 86l-8-5M82 70l-5-8M100 64V54M118 70l5-8M134 86l8-5M140 108h10M134 130l8 5M100 108l-22 18M86 146h28"/><path class="a" d="M92 122l34-50M126 72l-2 14M126 72l-12 6"/><circle class="b" cx="100" cy="108" r="6"/>`,
} satisfies Drawings;
