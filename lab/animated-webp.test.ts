import { answer, fakeServer } from '@watertight/testing';
import { animatedWebp, type Frame } from './animated-webp.ts';
import { aBrowser, describeInBrowser } from './chromium.fixture.ts';

describeInBrowser('an animated picture', () => {
  const browser = aBrowser();
  /** Only pages of a local server may decode pictures frame by frame. */
  const server = fakeServer(() => answer.json({}));

  it('is read by a browser: its size, its frames, how long each is shown, and the second laid over the first', async () => {
    const page = await browser.get().newPage();
    await page.goto(server.url);
    const still = async (width: number, height: number, color: string): Promise<Buffer> => {
      const url: string = await page.evaluate(`(() => {
        const canvas = Object.assign(document.createElement('canvas'), { width: ${width}, height: ${height} });
        const context = canvas.getContext('2d', { alpha: false });
        context.fillStyle = '${color}';
        context.fillRect(0, 0, ${width}, ${height});
        return canvas.toDataURL('image/webp', 0.9);
      })()`);
      return Buffer.from(url.replace(/^.*,/, ''), 'base64');
    };
    const frames: Frame[] = [
      { webp: await still(40, 30, 'red'), x: 0, y: 0, width: 40, height: 30, forMs: 500 },
      { webp: await still(11, 7, 'blue'), x: 20, y: 10, width: 11, height: 7, forMs: 1250 },
    ];
    const picture = animatedWebp(40, 30, frames).toString('base64');
    const seen: unknown = await page.evaluate(`(async () => {
      const data = await (await fetch('data:image/webp;base64,${picture}')).arrayBuffer();
      const decoder = new ImageDecoder({ data, type: 'image/webp' });
      await decoder.tracks.ready;
      const { frameCount } = decoder.tracks.selectedTrack;
      const images = [];
      for (let frameIndex = 0; frameIndex < frameCount; frameIndex += 1) {
        const { image } = await decoder.decode({ frameIndex });
        const context = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d');
        context.drawImage(image, 0, 0);
        const isBlue = (x, y) => context.getImageData(x, y, 1, 1).data[2] > 128;
        images.push({ size: [image.displayWidth, image.displayHeight], forMs: image.duration / 1000, blue: [isBlue(5, 5), isBlue(25, 13)] });
      }
      return images;
    })()`);
    expect(seen).toEqual([
      { size: [40, 30], forMs: 500, blue: [false, false] },
      { size: [40, 30], forMs: 1250, blue: [false, true] },
    ]);
    await page.close();
  });
});
