import { apps } from './apps.ts';
import { redisUsers } from './redis-users.ts';

describe('the users of Redis', () => {
  it('are the services that use it', () => {
    expect(Object.keys(redisUsers).toSorted()).toEqual(
      apps
        .filter(({ redis }) => redis)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it.each(Object.entries(redisUsers))(
    '%s has keys of its own kind only, and no command of an administrator',
    (_, rules) => {
      const words = rules.split(' ');
      expect(words.filter(word => !/^(~\{?[a-z][a-z-]*[:}][a-z:}*-]*|\+[a-z]+(\|[a-z]+)?)$/.test(word))).toEqual([]);
      expect(
        words.filter(word => /^\+(flush|config|replicaof|keys|scan|acl|debug|shutdown|monitor|script)/.test(word)),
      ).toEqual([]);
    },
  );
});
