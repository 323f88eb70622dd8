import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { fieldsOf, localPath, seeOther } from './forms.ts';
import { forgetCookie, setCookie } from './visit.ts';

/** `POST /xray`: from now on every page of this browser tells how it came about, or no longer. Back to the page. */
@Controller('xray')
export class SwitchXray {
  @Post()
  handle(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): '' {
    const { to, from } = fieldsOf(body, ['to', 'from']);
    if (to === 'on') setCookie(reply, 'wt_xray', 'on');
    else forgetCookie(reply, 'wt_xray');
    return seeOther(reply, withoutXray(localPath(from) ?? '/'));
  }
}

/** An address that says `?xray` itself would go on saying it. Cut, not parsed: a parser makes `//evil.test` of `/.//evil.test`. */
function withoutXray(path: string): `/${string}` {
  const [pathname = '/', query = ''] = path.split('?', 2);
  const others = new URLSearchParams(query);
  others.delete('xray');
  return `${pathname as `/${string}`}${others.size === 0 ? '' : `?${others.toString()}`}`;
}
