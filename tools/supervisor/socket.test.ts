import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SocketFolderError, supervisorSocket } from './socket.ts';

/** Of this test alone. */
const long = (name: string) => join('/checkouts', `${name}-${process.pid}`, 'x'.repeat(100), '.data');

describe("the supervisor's socket", () => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true, force: true })));
  const folderOf = (data: string) => {
    const folder = dirname(supervisorSocket(data));
    folders.push(folder);
    return folder;
  };

  it('is in the data folder of the checkout', () => {
    expect(supervisorSocket('/home/ada/shop/.data')).toBe('/home/ada/shop/.data/supervisor.sock');
  });

  it('has a short path in a folder of mode 700 where the path of the checkout is long, another for each checkout', () => {
    const folder = folderOf(long('one'));
    expect(Buffer.byteLength(folder)).toBeLessThan(90);
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
    expect(folderOf(long('one'))).toBe(folder);
    expect(folderOf(long('two'))).not.toBe(folder);
  });

  it('is not put into a folder that others may open, nor where a link leads', () => {
    const folder = folderOf(long('open'));
    chmodSync(folder, 0o755);
    expect(() => supervisorSocket(long('open'))).toThrow(SocketFolderError);
    rmSync(folder, { recursive: true });
    const elsewhere = `${folder}-elsewhere`;
    folders.push(elsewhere);
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, folder);
    expect(() => supervisorSocket(long('open'))).toThrow(SocketFolderError);
  });
});
