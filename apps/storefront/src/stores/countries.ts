/** Where we deliver to, ISO 3166: the countries of our stores, and those next to them. */
const codes =
  'AE AR AU BB BE BR CA CL CN CV CY DE DK EE EG ES FI FJ FK FO FR GB GD GI GL GR HK HR ID IE IL IN IS IT JP KE KR KW LK LT LV MA MC ME MT MU MX MY MZ NA NL NO NZ OM PA PE PF PH PL PT QA SC SE SG SI SN TH TN TR TT TW TZ US UY VN ZA';

const name = new Intl.DisplayNames('en', { type: 'region' });

/** `NO` → `Norway`; a code without a name stays a code. */
export const countryName = (code: string): string => name.of(code) ?? code;

/** By name. */
export const countries = codes
  .split(' ')
  .map(code => ({ code, name: countryName(code) }))
  .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
