import type { Kind } from '@watertight/contracts';

/**
 * Line drawings on a square of 200. `b` (body) hides the lines behind it, `a` is the one stroke of accent, `f` is filled with it;
 * the sheet keeps strokes at their width whatever the size.
 */
export const drawings: Record<Kind, string> = {
  // Winches, blocks, and what holds them.
  winch: `<path class="b" d="M42 156v12c0 8 26 14 58 14s58-6 58-14v-12"/><ellipse class="b" cx="100" cy="156" rx="58" ry="14"/><path class="b" d="M70 152c10-18 10-42 2-60h56c-8 18-8 42 2 60 0 5-13 9-30 9s-30-4-30-9z"/><path class="b" d="M60 74v12c0 6 18 10 40 10s40-4 40-10V74"/><ellipse class="b" cx="100" cy="74" rx="40" ry="10"/><path class="b" d="M92 72V52h16v20"/><path d="M100 52V38l46-12"/><rect class="b" x="146" y="6" width="16" height="30" rx="8"/><path class="a" d="M77 112c8 4 38 4 46 0M77 124c8 4 38 4 46 0M75 136c10 5 40 5 50 0l34-6"/>`,

  'winch-handle': `<path class="b" d="M58 108h90v18H58z"/><rect class="b" x="34" y="100" width="38" height="34" rx="8"/><path d="M44 134v24h18v-24M44 146h18"/><rect class="b" x="130" y="34" width="32" height="82" rx="15"/><path class="b" d="M126 116h40v10a8 8 0 0 1-8 8h-24a8 8 0 0 1-8-8z"/><path class="a" d="M130 58h32M130 70h32M130 82h32"/>`,

  block: `<path d="M82 50V34a18 18 0 0 1 36 0v16M92 48V36a8 8 0 0 1 16 0v12"/><path class="b" d="M100 44c36 0 50 26 50 58s-18 58-50 58-50-26-50-58 14-58 50-58z"/><circle cx="100" cy="104" r="32"/><circle cx="100" cy="104" r="7"/><path class="a" d="M68 188v-84a32 32 0 0 1 64 0v66"/>`,

  shackle: `<path d="M56 132V82a44 44 0 0 1 88 0v50M78 132V84a22 22 0 0 1 44 0v48"/><circle class="b" cx="67" cy="148" r="18"/><circle class="b" cx="133" cy="148" r="18"/><path class="a" d="M48 142h126v12H48zM48 148H36"/><circle class="a" cx="26" cy="148" r="10"/>`,

  // Rope, and what lies at the end of it.
  coil: `<path d="M92 60C58 42 62 12 82 16c12 2 16 22 16 44M108 60c34-18 30-48 10-44-12 2-16 22-16 44"/><path d="M80 92c-26 24-38 44-38 60 0 24 26 34 58 34s58-10 58-34c0-16-12-36-38-60M88 92c-20 24-30 42-30 56 0 16 18 24 42 24s42-8 42-24c0-14-10-32-30-56M96 92c-14 24-22 40-22 50 0 10 10 16 26 16s26-6 26-16c0-10-8-26-22-50"/><path d="M122 84c34 2 52 34 44 72"/><path class="a b" d="M78 60h44v34H78z"/><path class="a" d="M78 71.5l44-3M78 83l44-3"/>`,

  'dock-line': `<ellipse cx="92" cy="132" rx="70" ry="40"/><ellipse cx="92" cy="132" rx="54" ry="30"/><ellipse cx="92" cy="132" rx="38" ry="20"/><path d="M70 132c0-14 44-14 44 0"/><path class="b" d="M162 132c4-26-22-36-16-60l-14-2c-10 26 16 34 14 62"/><path class="b" d="M132 70c-26-24-14-58 12-58s38 34 6 60z"/><path d="M141 60c-16-18-12-34 4-34s22 18 4 34z"/><path class="a" d="M131 78l16 3M130 88l16 2M133 98l17 0"/>`,

  anchor: `<path d="M100 58v112M68 78h64"/><circle class="b" cx="100" cy="44" r="14"/><circle class="b" cx="64" cy="78" r="5"/><circle class="b" cx="136" cy="78" r="5"/><path d="M36 112c2 38 30 60 64 60s62-22 64-60"/><path class="b" d="M36 104l-12 32 28-6zM164 104l12 32-28-6z"/><path class="a" d="M106 36c10-26 34-6 48-22 8-8 16-6 22-2M104 44c14-16 42-4 58-18 6-6 12-6 18-2"/>`,

  chain: `<g transform="rotate(38 100 100)"><rect class="b" x="74" y="-6" width="52" height="84" rx="26"/><rect x="88" y="8" width="24" height="56" rx="12"/><rect class="b" x="74" y="122" width="52" height="84" rx="26"/><rect x="88" y="136" width="24" height="56" rx="12"/><rect class="a b" x="92" y="52" width="16" height="96" rx="8"/><path d="M88 62v4a12 12 0 0 0 4 8M112 62v4a12 12 0 0 1-4 8M92 126a12 12 0 0 0-4 8v4M108 126a12 12 0 0 1 4 8v4"/></g>`,

  // What shows a light, a course, or the weather.
  lantern: `<path d="M76 40c0-30 48-30 48 0"/><path class="b" d="M84 34h32l12 22H72z"/><path class="b" d="M68 56h64v10H68z"/><path class="b" d="M74 66c-12 26-12 52 0 78h52c12-26 12-52 0-78z"/><path class="b" d="M66 144h68v12H66zM58 156h84v16H58z"/><path d="M67 92h66M67 118h66"/><path class="a b" d="M100 132c-16-2-18-22 0-46 18 24 16 44 0 46z"/>`,

  'nav-light': `<path class="b" d="M62 76l10-20h56l10 20z"/><path d="M72 76h56v56H72z"/><path d="M72 90h56M72 104h56M72 118h56"/><path class="b" d="M62 132h76v14H62zM82 146h36v12H82z"/><path d="M70 172h60M100 158v14"/><path class="a" d="M146 92l24-8M148 104h28M146 116l24 8M54 92l-24-8M52 104H24M54 116l-24 8"/>`,

  compass: `<circle class="b" cx="100" cy="100" r="64"/><path d="M26 82v36M174 82v36M26 100h10M164 100h10"/><circle cx="100" cy="100" r="51"/><path d="M100 36v13M100 151v13M36 100h13M151 100h13M63.9 63.9l8 8M128.1 128.1l8 8M136.1 63.9l-8 8M71.9 128.1l-8 8"/><path class="b" d="M100 144l-12-44h24z"/><path class="f" d="M100 56l12 44H88z"/><circle class="b" cx="100" cy="100" r="4"/>`,

  barometer: `<circle cx="100" cy="26" r="10"/><path d="M88 44c4-8 20-8 24 0"/><circle class="b" cx="100" cy="108" r="66"/><circle cx="100" cy="108" r="54"/><path d="M66 130l-8 5M60 108H50M66 86l-8-5M82 70l-5-8M100 64V54M118 70l5-8M134 86l8-5M140 108h10M134 130l8 5M100 108l-22 18M86 146h28"/><path class="a" d="M92 122l34-50M126 72l-2 14M126 72l-12 6"/><circle class="b" cx="100" cy="108" r="6"/>`,

  // The bilge and the galley.
  'bilge-pump': `<path d="M106 84l42-54"/><path class="b" d="M142 18l18 14-12 14-17-13z"/><path class="b" d="M28 128h36v18H28zM136 128h36v18h-36z"/><path d="M40 128v18M160 128v18"/><path class="b" d="M52 116h96v40a10 10 0 0 1-10 10H62a10 10 0 0 1-10-10z"/><path class="b" d="M66 116c2-38 66-38 68 0z"/><path class="b" d="M92 92V80h18v10"/><ellipse class="b" cx="100" cy="116" rx="52" ry="8"/><path d="M64 166v10h72v-10"/><path class="a" d="M180 150c6 6 8 14 6 26M172 152c4 6 5 12 4 22"/>`,

  hose: `<path d="M36 168v-62a64 64 0 0 1 128 0v62"/><path d="M76 168v-62a24 24 0 0 1 48 0v62"/><path d="M36 106c12 6 28 6 40 0M44.6 74c8 12 20 20 34.6 20M68 50.6c2 14 8 24 20 34.6M100 42c-5 14-5 26 0 40M132 50.6c-2 14-8 24-20 34.6M155.4 74c-8 12-20 20-34.6 20M124 106c12 6 28 6 40 0M124 124c12 6 28 6 40 0M124 142c12 6 28 6 40 0M124 160c12 6 28 6 40 0"/><ellipse class="b" cx="56" cy="168" rx="20" ry="7"/><path d="M124 168c0 9 40 9 40 0"/><path class="a b" d="M32 130c12 7 36 7 48 0v14c-12 7-36 7-48 0zM80 128h12v16H80z"/>`,

  kettle: `<path d="M62 92c-8-62 84-62 76 0"/><path d="M144 120c18-2 18-26 38-32l4 8c-16 8-14 38-36 46"/><path class="b" d="M48 158c-10-46 16-74 52-74s62 28 52 74z"/><path class="b" d="M42 158h116v12H42zM74 88c4-14 48-14 52 0"/><circle class="b" cx="100" cy="70" r="7"/><path d="M64 136c-1-14 5-26 15-33"/><path class="a" d="M178 72c-8-8 8-16 0-26M192 72c-8-8 8-16 0-26"/>`,

  mug: `<path d="M132 88c42-8 42 62-4 56M132 100c24-4 24 38-2 34"/><path class="b" d="M52 70v76c0 14 10 20 22 20h38c12 0 22-6 22-20V70"/><ellipse class="b" cx="93" cy="70" rx="41" ry="11"/><path class="a" d="M52 84c0 15 82 15 82 0M52 140c0 15 82 15 82 0"/><path d="M78 48c-9-9 9-17 0-28M104 48c-9-9 9-17 0-28"/>`,

  // What keeps people afloat, and dry.
  lifebuoy: `<path d="M46 46a76 76 0 0 1 108 0M154 46a76 76 0 0 1 0 108M154 154a76 76 0 0 1-108 0M46 154a76 76 0 0 1 0-108" stroke-dasharray="7 5"/><circle class="b" cx="100" cy="100" r="66"/><circle class="b" cx="100" cy="100" r="34"/><path class="a b" d="M46.4 61.5l25.9 19.9a34 34 0 0 1 9.1-9.1L61.5 46.4a66 66 0 0 0-15.1 15.1zM138.5 46.4l-19.9 25.9a34 34 0 0 1 9.1 9.1l25.9-19.9a66 66 0 0 0-15.1-15.1zM153.6 138.5l-25.9-19.9a34 34 0 0 1-9.1 9.1l19.9 25.9a66 66 0 0 0 15.1-15.1zM61.5 153.6l19.9-25.9a34 34 0 0 1-9.1-9.1l-25.9 19.9a66 66 0 0 0 15.1 15.1z"/>`,

  'life-jacket': `<path d="M78 36c10-10 34-10 44 0"/><path class="b" d="M78 36c-20 4-32 18-32 40v82c0 8 6 12 14 12h36V98C86 82 76 60 78 36zM122 36c20 4 32 18 32 40v82c0 8-6 12-14 12h-36V98c10-16 20-38 18-62z"/><path d="M60 66v78M140 66v78"/><path class="a" d="M46 116h40M114 116h40M46 142h40M114 142h40"/><path class="a b" d="M86 109h28v14H86zM86 135h28v14H86z"/>`,

  jacket: `<path class="b" d="M72 52L36 72 20 150l26 6 12-48v68h84v-68l12 48 26-6-16-78-36-20"/><path class="b" d="M72 52c-4-44 60-44 56 0-8 12-18 16-28 16s-20-4-28-16z"/><path d="M82 52c0-26 36-26 36 0M68 138h20l-2 14H70zM132 138h-20l2 14h16z"/><path class="a" d="M100 68v108M24 132l26 6M176 132l-26 6"/>`,

  boots: `<path class="b" d="M50 30h36v78c0 10 6 14 14 18l14 8v24H50z"/><path class="b" d="M82 40h38v78c0 10 6 16 16 20l22 8c10 4 14 10 14 22H82z"/><path class="b" d="M78 168h96v12H78z"/><path d="M78 158H46v10h32M120 118c-8 0-12 2-16 8"/><path class="a" d="M82 56h38M50 46h32M78 174h96"/>`,

  // Tools, and what protects the rest.
  knife: `<g transform="rotate(-32 100 100)"><path class="b" d="M108 84h54c16 0 26 12 28 30h-82z"/><path d="M124 93h32"/><rect class="b" x="22" y="82" width="96" height="34" rx="14"/><circle cx="48" cy="99" r="4"/><circle cx="92" cy="99" r="4"/><path d="M60 99h20"/><circle class="b" cx="12" cy="99" r="10"/><path class="a" d="M4 106c-22 10-8 34-24 46M8 109c-16 14 0 34-14 50"/></g>`,

  fid: `<path d="M54 56c34 8 74 44 90 92l16-8C146 94 106 56 70 44z"/><path class="a" d="M60.2 57.7L70 44M70.7 61.9L80.9 48.4M81.2 67.6L91.8 54.2M91.7 74.8L102.7 61.3M128.7 115.7L141.2 101.2M136 128.6L148.7 113.5M142 142.3L155.1 126.5"/><path class="b" d="M26 176L142 40c12-12 34 8 22 22L26 176z"/><path d="M132 52l20 20M58 144l64-70"/>`,

  'paint-tin': `<path d="M46 78c-16-80 124-80 108 0"/><path class="b" d="M46 74v92c0 9 24 16 54 16s54-7 54-16V74"/><ellipse class="b" cx="100" cy="74" rx="54" ry="15"/><ellipse cx="100" cy="74" rx="44" ry="10"/><path d="M46 108c0 9 24 16 54 16s54-7 54-16M46 146c0 9 24 16 54 16s54-7 54-16"/><path class="a b" d="M112 84c-8 2-24 1-34-2 1 10 0 18 1 28 0 8 10 8 10 0V98c0-5 7-5 7 0v30c0 8 11 8 11 0v-26c0-8 5-10 5-18z"/>`,

  brush: `<g transform="rotate(24 100 100)"><path class="b" d="M88 88l4-66c1-10 15-10 16 0l4 66z"/><circle cx="100" cy="28" r="3"/><path class="b" d="M66 88h68v26H66z"/><path d="M66 96h68M66 106h68"/><path class="b" d="M68 114c-2 22-6 40-4 66h72c2-26-2-44-4-66z"/><path d="M84 118l-2 30M100 118v26M116 118l2 30"/><path class="a" d="M64 156c8-6 12 6 20 0s12 6 18 0 12 6 18 0 10 4 16 0M64 180h72M78 166v14M100 166v14M122 166v14"/></g>`,
};
