import { createServer } from 'node:net';

/** The host as it is set, but 0.0.0.0 for `::` where the kernel has no IPv6: there `::` is no address at all. */
export function hostToListenOn(host: string): Promise<string> {
  if (host !== '::') return Promise.resolve(host);
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EAFNOSUPPORT' ? '0.0.0.0' : host));
    probe.listen(0, host, () => probe.close(() => resolve(host)));
  });
}
