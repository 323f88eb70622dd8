/** `Đà Nẵng` becomes `da-nang`, `Fisherman’s boots, size 44` becomes `fishermans-boots-size-44`. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
