import { z } from 'zod';

/** A chandler's article number. */
export const ProductId = z
  .string()
  .regex(/^wt-[0-9]{4,9}$/, 'an article number, for example "wt-1042"')
  .meta({ id: 'ProductId' });

/** A readable name in an address: lower-case words and hyphens. */
export const Slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
  .meta({ id: 'Slug' });

/** The name of a service or of a process as users type it; whether there is one is known elsewhere. */
export const AppName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'the name of a service, for example search');

export const Uuid = z.uuid().meta({ id: 'Uuid' });

/** A point in time, ISO 8601 in UTC; from the year 1000 on, because Postgres knows no year 0. */
export const Timestamp = z.iso
  .datetime()
  .regex(/^[1-9]/, 'a year from 1000 on')
  .meta({ id: 'Timestamp' });

// oxlint-disable-next-line no-control-regex -- the control character is what it refuses
export const WITHOUT_NUL = /^[^\u0000]*$/;

/**
 * Nothing but characters that draw nothing: white space, controls, zero-width and other ignorable characters, and two blanks
 * that Unicode counts as symbols (the empty Braille pattern, the empty note head). `trim()` takes away white space only.
 */
const INVISIBLE = /^[\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]*$/u;

/**
 * Control characters but tab and line ends, and what changes the direction of all that follows it: a name with one of them would
 * change how the page around it, a terminal or a log is read (Unicode Technical Report 36, bidirectional text spoofing).
 */
// oxlint-disable-next-line no-control-regex -- the control characters are what it refuses
const WITHOUT_MISLEADING = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/;

/**
 * Text that people typed: 1 to `maxLength` characters, and at least one that can be seen.
 *
 * NUL is refused with the other controls, and Postgres stores none; lone surrogates are, because no UTF-8 can carry them.
 */
export const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength, `at most ${maxLength} characters`)
    // Patterns where they can be: those stand in the OpenAPI document, a refinement does not.
    .regex(/\S/, { error: 'not empty', abort: true })
    .refine(typed => !INVISIBLE.test(typed), 'not empty') // readers of patterns differ in what they know of Unicode
    .regex(WITHOUT_MISLEADING, 'no control characters')
    .refine(typed => typed.isWellFormed(), 'no broken surrogates');

export const Category = z
  .enum([
    'winches',
    'rope',
    'anchors',
    'lights',
    'navigation',
    'pumps',
    'blocks',
    'safety',
    'clothing',
    'galley',
    'tools',
    'paint',
  ])
  .meta({ id: 'Category' });
export type Category = z.infer<typeof Category>;

/** What a thing looks like: the storefront draws one picture per kind. */
export const Kind = z
  .enum([
    'winch',
    'winch-handle',
    'coil',
    'dock-line',
    'anchor',
    'chain',
    'lantern',
    'nav-light',
    'compass',
    'barometer',
    'bilge-pump',
    'hose',
    'block',
    'shackle',
    'lifebuoy',
    'life-jacket',
    'jacket',
    'boots',
    'kettle',
    'mug',
    'knife',
    'fid',
    'paint-tin',
    'brush',
  ])
  .meta({ id: 'Kind' });
export type Kind = z.infer<typeof Kind>;
