import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire to a service whose first answer is lost: the request arrives, is worked on and answered, and the caller sees a reset. */
export async function lossyWire(target: string): Promise<{ url: string; close(): void }> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let answersToLose = 1;
  const server = createServer(client => {
    const service = connect(Number(port), hostname);
    for (const socket of [client, service]) {
      sockets.add(socket);
      socket.on('error', () => undefined); // its other side sees it closed
    }
    client.pipe(service);
    service.on('data', chunk => {
      if (answersToLose === 0) return void client.write(chunk);
      answersToLose -= 1;
      client.resetAndDestroy();
    });
    client.once('close', () => service.destroy());
    service.once('close', () => client.end());
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
