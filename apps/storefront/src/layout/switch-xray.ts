import { Body, Controller, Post } from '@nestjs/common';
import { fieldsOf, localPath, seeOther } from './forms.ts';
import { forgetCookie, setCookie } from './cookies.ts';
import { ThisVisit, type Visit } from './visit.ts';

/** `POST /xray`: switches X-ray on or off for this browser, and leads back to the page. */
@Controller('xray')
export class SwitchXray {
  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): '' {
    const { to, from } = fieldsOf(body, ['to', 'from']);
    if (to === 'on') setCookie(visit, 'wt_xray', 'on');
    else forgetCookie(visit, 'wt_xray');
    return seeOther(visit, withoutXray(localPath(from) ?? '/'));
  }
}

/** An address that says `?xray` itself would go on saying it. Cut, not parsed: a parser makes `//evil.test` of `/.//evil.test`. */
function withoutXray(path: string): `/${string}` {
  const [pathname = '/', query = ''] = path.split('?', 2);
  const others = new URLSearchParams(query);
  others.delete('xray');
  return `${pathname as `/${string}`}${others.size === 0 ? '' : `?${others.toString()}`}`;
}
