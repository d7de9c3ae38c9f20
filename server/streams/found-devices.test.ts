import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundState, movedSince, placeOf, sameness, type KnownDevice } from './found-devices.rules.ts';
import { saidText, nameInScopes } from './said-text.rules.ts';
import { probeDatagram, readProbeMatches } from './ws-discovery.rules.ts';

const identity = { endpoint: null, manufacturer: 'Maker', serialNo: 'S1' };
const row = (more: Partial<KnownDevice>): KnownDevice => ({
  ...{ ...identity, foundDeviceId: 1, host: '10.20.1.5', port: 80, isGone: false },
  ...more,
});
const door = { host: '10.20.1.5', port: 80 };

describe('one device is one row', () => {
  it('is known again at its door, where it says nothing of itself too', () => {
    const silent = { endpoint: null, manufacturer: null, serialNo: null };
    expect(placeOf([row({})], { ...silent, ...door })).toEqual({ as: 'seen', foundDeviceId: 1 });
  });

  it('is another one where it says so, at the same door', () => {
    const other = { ...identity, serialNo: 'S2', ...door };
    expect(placeOf([row({})], other)).toEqual({ as: 'replaced', foundDeviceId: 1 });
  });

  it('is not two behind two doors of one host', () => {
    expect(placeOf([row({})], { ...identity, host: door.host, port: 8080 })).toEqual({
      ...{ as: 'seen', foundDeviceId: 1 },
    });
  });

  it('moved only where it answers no more at its former address, and no other can be meant', () => {
    const elsewhere = { ...identity, host: '10.20.1.9', port: 80 };
    expect(placeOf([row({})], elsewhere)).toEqual({ as: 'new' });
    expect(placeOf([row({ isGone: true })], elsewhere)).toEqual({ as: 'moved', foundDeviceId: 1 });
    const two = [row({ isGone: true }), row({ foundDeviceId: 2, host: '10.20.1.6', isGone: true })];
    expect(placeOf(two, elsewhere)).toEqual({ as: 'new' });
  });

  it('is not known by a number that stands on many devices', () => {
    for (const serialNo of ['0000000000', '00:00:00', 'Unknown', 'N/A', '--'])
      expect(sameness({ ...identity, serialNo }, { ...identity, serialNo })).toBe('unknown');
  });

  it('whatever answers, no device that still answers elsewhere loses its row', () => {
    const word = fc.option(fc.constantFrom('a', 'b'), { nil: null });
    const said = fc.record({ endpoint: word, manufacturer: word, serialNo: word });
    const at = fc.record({ host: fc.constantFrom('h1', 'h2', 'h3'), port: fc.constantFrom(80, 8080) });
    const known = fc
      .uniqueArray(fc.tuple(said, at, fc.boolean()), { selector: ([, { host, port }]) => `${host} ${port}` })
      .map((rows) => rows.map(([who, where, isGone], i) => ({ ...who, ...where, isGone, foundDeviceId: i })));
    fc.assert(
      fc.property(known, said, at, (rows, who, where) => {
        const placed = placeOf(rows, { ...who, ...where });
        if (placed.as === 'new') return;
        const its = rows.find(({ foundDeviceId }) => foundDeviceId === placed.foundDeviceId)!;
        const isHere = its.host === where.host;
        expect(isHere || its.isGone).toBe(true);
        expect(isHere || sameness(its, who) === 'same').toBe(true);
      }),
    );
  });

  it('that was seen first at the new address is joined with its former row at the end of the search', () => {
    const gone = { ...row({ isGone: true }), isNew: false };
    const fresh = { ...row({ foundDeviceId: 2, host: '10.20.1.9' }), isNew: true };
    expect(movedSince([gone, fresh])).toEqual([{ fromId: 1, toId: 2 }]);
    const copy = { ...fresh, foundDeviceId: 3, host: '10.20.1.10' };
    expect(movedSince([gone, fresh, copy])).toEqual([]);
    expect(movedSince([{ ...gone, isGone: false }, fresh])).toEqual([]);
  });
});

it('a device stands as ignored before gone, gone before known, known before open', () => {
  const states = [
    foundState({ ignored: {}, goneSince: 'x', isRegistered: true }),
    foundState({ ignored: null, goneSince: 'x', isRegistered: true }),
    foundState({ ignored: null, goneSince: null, isRegistered: true }),
    foundState({ ignored: null, goneSince: null, isRegistered: false }),
  ];
  expect(states).toEqual(['ignored', 'gone', 'known', 'open']);
});

describe('an announcement', () => {
  const ID = '7d1f3c52-95a5-4f0e-8c57-0d2a54f3a111';
  const answer = (match: string, relatesTo = `urn:uuid:${ID}`): Buffer =>
    Buffer.from(
      `<s:Envelope><s:Header><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body><d:ProbeMatches>${match}</d:ProbeMatches></s:Body></s:Envelope>`,
    );
  const MATCH =
    '<d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:ABCDEF12-0000-1111-2222-333344445555</a:Address></a:EndpointReference><d:Scopes>onvif://www.onvif.org/name/Gate%20A onvif://www.onvif.org/location/city http://elsewhere/x</d:Scopes><d:XAddrs>http://10.20.1.5/onvif/device_service http://[fd00::5]:8000/x https://10.20.1.5/x http://camera.local/x http://u:p@10.20.1.5/x rtsp://10.20.1.5/</d:XAddrs></d:ProbeMatch>';

  it('says its name, its scopes and where it is; by name, by TLS or with a login it is nowhere', () => {
    expect(readProbeMatches(answer(MATCH), ID)).toEqual([
      {
        endpoint: 'abcdef12-0000-1111-2222-333344445555',
        scopes: ['onvif://www.onvif.org/name/Gate%20A', 'onvif://www.onvif.org/location/city'],
        doors: [
          { host: '10.20.1.5', port: 80, path: '/onvif/device_service' },
          { host: 'fd00::5', port: 8000, path: '/x' },
        ],
      },
    ]);
    expect(nameInScopes(['onvif://www.onvif.org/name/Gate%20A'])).toBe('Gate A');
    expect(nameInScopes(['onvif://www.onvif.org/name/%E0%A4%A'])).toBeNull();
  });

  it('counts only as an answer to our own call', () => {
    expect(readProbeMatches(answer(MATCH, 'urn:uuid:another'), ID)).toEqual([]);
    expect(readProbeMatches(Buffer.from('<a/>'), ID)).toEqual([]);
    expect(probeDatagram(ID)).toContain(`urn:uuid:${ID}`);
  });

  it.each([
    ['a DOCTYPE', Buffer.concat([Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]>'), answer(MATCH)])],
    ['a datagram of 60 KB', answer(MATCH.repeat(90))],
    ['elements nested without end', Buffer.from('<a>'.repeat(4000))],
  ])('with %s is not read', (_, datagram) => {
    expect(readProbeMatches(datagram, ID)).toEqual([]);
  });

  it('cut or hurt anywhere throws nothing, and names no address that is not an IP address', () => {
    const whole = answer(MATCH);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(whole.length),
        (hurts, end) => {
          const datagram = Buffer.from(whole);
          for (const [at, byte] of hurts) datagram[at] = byte;
          for (const { doors } of readProbeMatches(datagram.subarray(0, end), ID))
            for (const { host } of doors) expect(host).toMatch(/^[\d.a-f:]+$/);
        },
      ),
    );
  });
});

it('what a device says is one line that everybody sees whole', () => {
  expect(saidText('  A&amp;B\u202e\u0000\nC  ')).toBe('A&B C');
  expect(saidText('\u200b')).toBeNull();
  expect(saidText('x'.repeat(500))).toHaveLength(120);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (word) => {
      const said = saidText(word);
      expect(said === null || (/^\P{C}+$/u.test(said) && said.length <= 120)).toBe(true);
    }),
  );
});
