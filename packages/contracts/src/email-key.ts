/**
 * What makes an e-mail address unique: case does not, nor how its accents are composed.
 *
 * Not by the database: `lower()` there depends on the locale it was created with.
 */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
