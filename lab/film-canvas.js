// Runs in a browser, which has a canvas to draw with and an encoder for WebP.
let before;
let whole;

/** Draws the page, the control room beside it, and what is said; returns what differs from the picture before, or null. */
globalThis.draw = async function draw({ width, height, pageWidth, captionTop, quality, page, room, says }) {
  whole ??= canvasOf(width, height);
  whole.fillStyle = '#10243a';
  whole.fillRect(0, 0, width, height);
  whole.imageSmoothingQuality = 'high';
  whole.drawImage(await bitmapOf(page), 0, 0, pageWidth, captionTop - 4);
  whole.drawImage(await bitmapOf(room), pageWidth + 4, 0, width - pageWidth - 4, captionTop - 4);
  whole.fillStyle = '#ffffff';
  whole.font = '600 20px system-ui, sans-serif';
  whole.fillText(says, 16, captionTop + 28);
  const now = whole.getImageData(0, 0, width, height).data;
  const box = changed(before, now, width, height);
  before = now;
  if (box === null) return null;
  const part = canvasOf(box.width, box.height);
  part.drawImage(whole.canvas, -box.x, -box.y);
  return { ...box, webp: part.canvas.toDataURL('image/webp', quality).replace(/^.*,/, '') };
};

function canvasOf(width, height) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  return canvas.getContext('2d', { alpha: false, willReadFrequently: true });
}

async function bitmapOf(png) {
  const picture = await fetch(`data:image/png;base64,${png}`);
  return createImageBitmap(await picture.blob());
}

/** The smallest box that holds all pixels that differ. It begins at even places, as a frame of an animated WebP must. */
function changed(old, now, width, height) {
  if (old === undefined) return { x: 0, y: 0, width, height };
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let i = 0; i < now.length; i += 4) {
    if (old[i] === now[i] && old[i + 1] === now[i + 1] && old[i + 2] === now[i + 2]) continue;
    const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return null;
  const [x, y] = [left - (left % 2), top - (top % 2)];
  return { x, y, width: right - x + 1, height: bottom - y + 1 };
}
