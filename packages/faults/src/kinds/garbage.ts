import { z } from 'zod';
import { kind } from '../kind.ts';

const NOISE_BYTES = 2048;
const html = '<!doctype html><title>It works!</title><h1>It works!</h1>';
const wrongShape = JSON.stringify({ it: ['is', 'JSON', null], but: { not: 'what was agreed' }, id: 42 });

/** What a proxy's own page, a wrong address or a broken deploy answers: 200, and nothing that was agreed. */
export const garbage = kind({
  says: '200 with noise, with HTML for JSON, or with JSON of a wrong shape',
  fields: {
    mode: z.enum(['noise', 'html', 'wrong-shape']).default('noise').describe('what the body is'),
  },
  before({ mode }, { response, random }) {
    const noise = () => Buffer.from(Array.from({ length: NOISE_BYTES }, () => Math.floor(256 * random())));
    const type = mode === 'html' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(mode === 'noise' ? noise() : mode === 'html' ? html : wrongShape);
    return 'ended';
  },
});
