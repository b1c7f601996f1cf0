import { nodeHandler } from '@myna/verifier/node'
import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { pause } from '../stores/servers'

const ORIGIN = 'https://sp.example'
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
const serve = (handle: (request: Request) => Promise<Response | undefined>) =>
  listen(async (request, response) => {
    if (!(await nodeHandler(handle, { origin: ORIGIN })(request, response)))
      response.writeHead(404).end('elsewhere')
  })

/** Sends bytes as they are and gives all that comes back. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (bytes) => (answer += bytes.toString()))
  socket.write(text)
  await once(socket, 'close')
  return answer
}

describe('a request', () => {
  test('arrives as it was sent, at the site’s own origin, whatever its Host says', async () => {
    let seen: Record<string, unknown> = {}
    const port = await serve(async (request) => {
      const { method, url, headers } = request
      seen = { method, url, two: headers.get('x-two'), body: await request.text() }
      return new Response('answer')
    })
    await raw(
      port,
      'POST /a%20b?c=d HTTP/1.1\r\nHost: evil.example\r\nX-Two: 1\r\nX-Two: 2\r\n' +
        'Content-Length: 6\r\nConnection: close\r\n\r\n漢字',
    )
    expect(seen).toEqual({
      method: 'POST',
      url: `${ORIGIN}/a%20b?c=d`,
      two: '1, 2',
      body: '漢字',
    })
  })

  test.each([
    ['GET //evil.example/myna/verify', `${ORIGIN}//evil.example/myna/verify`],
    ['GET /../../myna', `${ORIGIN}/myna`],
    ['GET https://evil.example/myna', undefined],
    ['OPTIONS *', undefined],
    ['TRACE /myna', undefined],
  ])('%s', async (line, url) => {
    const urls: string[] = []
    const port = await serve(async (request) => {
      urls.push(request.url)
      return undefined
    })
    const answer = await raw(port, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(urls).toEqual(url === undefined ? [] : [url])
    expect(answer).toContain('elsewhere')
  })

  test('is read no faster than the handler reads', async () => {
    let [early, size] = [0, 0]
    const port = await listen(async (incoming, response) => {
      const handle = async (request: Request) => {
        await pause(300)
        early = incoming.socket.bytesRead
        for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>)
          size += chunk.length
        return new Response()
      }
      await nodeHandler(handle, { origin: ORIGIN })(incoming, response)
    })
    const sent = httpRequest({ port, host: '127.0.0.1', method: 'POST' })
    sent.end(Buffer.alloc(20 << 20))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    expect(size).toBe(20 << 20)
    expect(early).toBeLessThan(1 << 20)
  })

  test('that breaks off is told to the handler, and hurts nobody', async () => {
    let failure: unknown
    let signal: AbortSignal | undefined
    let result: unknown
    const done = resolvers()
    const port = await listen(async (request, response) => {
      result = await nodeHandler(
        async (asked) => {
          signal = asked.signal
          await asked.text().catch((error: unknown) => (failure = error))
          return new Response('nobody hears this')
        },
        { origin: ORIGIN },
      )(request, response)
      done.resolve(undefined)
    })
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf')
    await pause(50)
    socket.destroy()
    await done.promise

    expect(failure).toBeInstanceOf(Error)
    expect(signal!.aborted).toBe(true)
    expect(result).toBe(true)
  })

  test.each<[string, unknown]>([
    ['an object', { a: 1 }],
    ['a text', '{"a":1}'],
    ['bytes', Buffer.from('{"a":1}')],
  ])('whose body a parser made %s of is read from there', async (_, body) => {
    const port = await listen(async (request, response) => {
      for await (const _chunk of request); // the parser
      const handle = async (asked: Request) => new Response(await asked.text())
      await nodeHandler(handle, { origin: ORIGIN })(Object.assign(request, { body }), response)
    })
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'gone' })
    expect(await response.text()).toBe('{"a":1}')
  })
})

describe('a response', () => {
  test('has its status, its headers, and all of its cookies beside earlier ones', async () => {
    const port = await listen(async (request, response) => {
      response.setHeader('set-cookie', 'before=1')
      const headers = new Headers({ 'x-a': 'b' })
      for (const cookie of ['one=1; Path=/', 'two=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'])
        headers.append('set-cookie', cookie)
      const handle = async () => new Response('text', { status: 418, headers })
      await nodeHandler(handle, { origin: ORIGIN })(request, response)
    })
    const response = await fetch(`http://127.0.0.1:${port}/`)
    expect(response.status).toBe(418)
    expect(response.headers.get('x-a')).toBe('b')
    expect(response.headers.getSetCookie()).toEqual([
      'before=1',
      'one=1; Path=/',
      'two=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
    ])
    expect(await response.text()).toBe('text')
  })

  test('to HEAD has no body', async () => {
    const port = await serve(async () => new Response('text', { headers: { 'x-a': 'b' } }))
    const answer = await raw(port, 'HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect(answer).toContain('x-a: b')
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })

  test('keeps the connection for the next request, unless the body was not read', async () => {
    const port = await serve(async (request) => {
      if (request.url.endsWith('/read')) await request.text()
      return new Response('text')
    })
    const post = (path: string, size: number) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`
    const answers = await raw(port, post('/read', 10) + post('/read', 10) + post('/', 200_000))
    expect(answers.match(/HTTP\/1.1 200/g)).toHaveLength(3)
    expect(answers.match(/connection: close/gi)).toHaveLength(1)
  })

  test('is heard by one who still sends a body that nobody read', async () => {
    const port = await serve(async () => new Response('too long', { status: 413 }))
    const size = 1 << 20
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const closed = once(socket, 'close')
    let answer = ''
    socket.on('data', (bytes) => (answer += bytes.toString()))
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`)
    while (!answer.includes('413')) await pause(5)
    // a connection that was closed meanwhile would answer this with a reset
    for (let sent = 0; sent < size; sent += 65_536) {
      socket.write('x'.repeat(65_536))
      await pause(5)
    }
    socket.end()
    await closed // and not by an error
    expect(answer).toMatch(/^HTTP\/1.1 413 [^]*connection: close[^]*too long/i)
  })

  test('does not wait for ever for the rest of a body that nobody read', async () => {
    const port = await serve(async () => new Response(null, { status: 413 }))
    const began = performance.now()
    const answer = await raw(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf')
    expect(answer).toContain('413')
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test('stops being made when nobody reads it any more', async () => {
    let made = 0
    const cancelled = resolvers()
    const port = await serve(
      async () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              made++
              controller.enqueue(new Uint8Array(65_536))
            },
            cancel: () => cancelled.resolve(undefined),
          }),
        ),
    )
    const socket = connect(port, '127.0.0.1').pause()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    // how much the system keeps on the way differs; that it ends is the reader's doing
    for (let before = -1; made !== before || made === 0; await pause(200)) before = made
    expect(made * 65_536).toBeLessThan(100 << 20)
    socket.destroy()
    await cancelled.promise
  })
})

describe('a handler that throws', () => {
  const broken = nodeHandler(() => Promise.reject(new Error('broken')), { origin: ORIGIN })

  test('is told to the framework', async () => {
    const port = await listen((request, response) => {
      void broken(request, response, (error) => response.end(`${error as Error}`))
    })
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('Error: broken')
  })

  test('is told to whoever called, where there is none', async () => {
    let thrown: unknown
    const port = await listen(async (request: IncomingMessage, response: ServerResponse) => {
      thrown = await broken(request, response).catch((error: unknown) => error)
      response.end()
    })
    await fetch(`http://127.0.0.1:${port}/`)
    expect(thrown).toMatchObject({ message: 'broken' })
  })
})

/** Promise.withResolvers, which Node 20 does not have. */
function resolvers() {
  let resolve: (value: unknown) => void = () => {}
  const promise = new Promise<unknown>((done) => (resolve = done))
  return { promise, resolve }
}
