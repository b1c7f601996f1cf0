#!/usr/bin/python3
"""Carries USB between a Chromium that runs under umockdev and the virtual devices of a Node process.

It knows the shape of usbfs calls and nothing about devices: each call of the browser becomes one line
of JSON on standard output, and lines on standard input say how calls and transfers (URBs) end. What a
device is and what it answers is TypeScript's business (usbfs.ts).

  first line in   {"devices": [{"sys": "/sys/…", "node": "/dev/…", "text": umockdev's description}]}
  first line out  {"root": the folder of the testbed}
  out  {"device", "handle", "call", "name", …}   a call that waits for its {"answer": call, "error": errno}
  out  {"device", "handle", "name": "close"}
  in   {"finish": urb, "status": -errno, "length": bytes, "data": hex}
  in   {"plug": device, "action": "add" | "remove"}
  out  {"device", "name": "report", "data"}  an output report of a HID device, without its report id
  in   {"report": device, "data": hex}       an input report
"""
import ctypes
import errno
import fcntl
import itertools
import json
import os
import shutil
import struct
import sys
import threading
import traceback

PRELOAD = 'libumockdev-preload.so.0'
if PRELOAD not in os.environ.get('LD_PRELOAD', ''):  # hot plug events need it in this process too
    os.environ['LD_PRELOAD'] = PRELOAD
    os.execv(sys.executable, [sys.executable, *sys.argv])

import gi  # noqa: E402

gi.require_version('UMockdev', '1.0')
from gi.repository import UMockdev  # noqa: E402

F_SETPIPE_SZ = 1031
PAGE = 4096

# struct usbdevfs_urb: type, endpoint, status, flags, buffer, buffer_length, actual_length, …
URB = struct.Struct('<BBxxiIxxxxQiiiiiIQ')
STATUS_AT, BUFFER_AT, ACTUAL_LENGTH_AT = 4, 16, 28
CONTROL = 2
SETUP = 8

# usbdevice_fs.h: the number of each ioctl, and the numbers of its argument
SUBMIT_URB, DISCARD_URB, REAP_URB, REAP_URB_NO_DELAY = 10, 11, 12, 13
GET_DRIVER, IOCTL, GET_CAPABILITIES, GET_SPEED = 8, 18, 26, 31
FULL_SPEED = 2
NOT_OURS = -100  # umockdev then makes the call itself
CALLS = {
    4: ('set-interface', '<II'),
    5: ('set-configuration', '<I'),
    15: ('claim', '<I'),
    16: ('release', '<I'),
    20: ('reset', ''),
    21: ('clear-halt', '<I'),
}

lock = threading.RLock()  # ioctls come on umockdev's thread, lines on ours
numbers = itertools.count(1)
waiting = {}  # number of a call -> the client that waits for it
transfers = {}  # number of a URB -> Transfer, until it is reaped or its handle is closed


def say(**line):
    sys.stdout.write(json.dumps(line) + '\n')
    sys.stdout.flush()


class Closing:
    """Says when a file was closed. Chromium closes files by bare system calls, so the preload library
    does not hear of it, and umockdev's own signals for it never come; the kernel's inotify does."""

    IN_CLOSE = 0x08 | 0x10

    def __init__(self):
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.queue = self.libc.inotify_init1(os.O_CLOEXEC)
        self.callbacks = {}
        threading.Thread(target=self.watch, daemon=True).start()

    def of(self, path, callback):
        number = self.libc.inotify_add_watch(self.queue, path.encode(), self.IN_CLOSE)
        self.callbacks[number] = callback

    def watch(self):
        while True:
            events = os.read(self.queue, PAGE)
            with lock:
                for at in range(0, len(events), 16):  # watching files, so no event has a name
                    number, mask = struct.unpack_from('<iI', events, at)
                    callback = self.callbacks.pop(number, None)  # our own closing comes second
                    if mask & self.IN_CLOSE and callback:
                        callback()


class Handle:
    """One open file. A URB belongs to the handle that sent it, and dies with it.

    usbfs shows a URB that can be reaped as "writable". The file is a FIFO of one page: full while there
    is nothing to reap, empty when there is. A regular file would not do, epoll refuses it. Each opening
    gets a FIFO of its own, so that readiness and closing are its own too."""

    def __init__(self, path, on_close):
        self.number = next(numbers)
        self.finished = []  # transfers to reap, in the order they ended
        self.gone = False
        if os.path.lexists(path):
            os.unlink(path)
        os.mkfifo(path, 0o666)
        self.pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self.pipe, F_SETPIPE_SZ, PAGE)
        os.write(self.pipe, bytes(PAGE))
        self.is_ready = False
        closing.of(path, lambda: on_close(self))

    def show_readiness(self):
        """A handle whose device is gone stays ready, as usbfs shows an error there."""
        something = bool(self.finished) or self.gone
        if something == self.is_ready:
            return
        self.is_ready = something
        if something:
            os.read(self.pipe, PAGE)
        else:
            os.write(self.pipe, bytes(PAGE))


class Transfer:
    def __init__(self, handle, data, buffer, is_control):
        self.handle = handle
        self.data = data
        self.buffer = buffer
        self.address = data.client_addr
        self.data_at = SETUP if is_control else 0

    def finish(self, status, length, answer):
        if answer:
            self.buffer.update(self.data_at, answer)
        self.data.update(STATUS_AT, struct.pack('<i', status))
        self.data.update(ACTUAL_LENGTH_AT, struct.pack('<i', length))
        self.handle.finished.append(self)
        self.handle.show_readiness()


class Device:
    def __init__(self, testbed, number, sys, node):
        self.testbed = testbed
        self.number = number
        self.sys = sys
        self.path = testbed.get_root_dir() + node
        self.handles = {}  # by client
        self.next = Handle(self.path, self.closed)  # whoever opens the node gets this one
        base = UMockdev.IoctlBase.new()
        base.connect('client-connected', self.opened)
        base.connect('handle-ioctl', self.called)
        testbed.attach_ioctl(node, base)

    def opened(self, _, client):
        with lock:
            self.handles[hash(client)] = self.next
            self.next = Handle(self.path, self.closed)

    def closed(self, handle):
        clients = [key for key, one in self.handles.items() if one is handle]
        if not clients:
            return  # nobody had opened it
        del self.handles[clients[0]]
        for number in [key for key, one in transfers.items() if one.handle is handle]:
            del transfers[number]
        os.close(handle.pipe)
        say(device=self.number, handle=handle.number, name='close')

    def called(self, _, client):
        with lock:
            try:
                handle = self.handles.get(hash(client))
                if handle is None:  # closed: its number is some other file's now, which umockdev cannot know
                    client.complete(NOT_OURS, 0)
                else:
                    self.call(handle, client)
            except Exception:  # a call without an answer would hang the browser
                traceback.print_exc()
                client.complete(-1, errno.EIO)
        return True

    def call(self, handle, client):
        number = client.get_request() & 0xFF
        if number == SUBMIT_URB:
            self.submit(handle, client)
        elif number == DISCARD_URB:
            self.discard(handle, client)
        elif number == REAP_URB_NO_DELAY:
            self.reap(handle, client)
        elif number in CALLS:
            name, form = CALLS[number]
            size = struct.calcsize(form)
            argument = client.get_arg().resolve(0, size).retrieve() if size else b''
            self.ask(handle, client, name=name, argument=struct.unpack(form, bytes(argument)))
        elif handle.gone:
            client.complete(-1, errno.ENODEV)
        elif number in (GET_DRIVER, IOCTL):
            client.complete(-1, errno.ENODATA)  # no kernel driver is bound
        elif number == GET_CAPABILITIES:
            client.get_arg().resolve(0, 4).update(0, bytes(4))
            client.complete(0, 0)
        elif number == GET_SPEED:
            client.complete(FULL_SPEED, 0)
        else:
            print(f'usbfs call {number} is not emulated', file=sys.stderr, flush=True)
            client.complete(-1, errno.ENOTTY)

    def ask(self, handle, client, **call):
        number = next(numbers)
        waiting[number] = client
        say(device=self.number, handle=handle.number, call=number, **call)

    def submit(self, handle, client):
        data = client.get_arg().resolve(0, URB.size)
        kind, endpoint, _, _, _, length, *_ = URB.unpack(bytes(data.retrieve()))
        buffer = data.resolve(BUFFER_AT, length) if length else None
        is_in = endpoint & 0x80 and kind != CONTROL
        urb = next(numbers)
        transfers[urb] = Transfer(handle, data, buffer, kind == CONTROL)
        sent = b'' if buffer is None or is_in else bytes(buffer.retrieve())
        self.ask(handle, client, name='submit', urb=urb, control=kind == CONTROL,
                 endpoint=endpoint, length=length, data=sent.hex())

    def discard(self, handle, client):
        address = struct.unpack('<Q', bytes(client.get_arg().retrieve()))[0]
        found = [number for number, one in transfers.items()
                 if one.handle is handle and one.address == address and one not in handle.finished]
        if found:
            self.ask(handle, client, name='discard', urb=found[0])
        else:
            client.complete(-1, errno.EINVAL)

    def reap(self, handle, client):
        if not handle.finished:
            return client.complete(-1, errno.ENODEV if handle.gone else errno.EAGAIN)
        transfer = handle.finished.pop(0)
        for number in [n for n, one in transfers.items() if one is transfer]:
            del transfers[number]
        client.get_arg().resolve(0, 8).set_ptr(0, transfer.data)
        handle.show_readiness()
        client.complete(0, 0)

    def plug(self, action):
        if action == 'add':
            self.next = Handle(self.path, self.closed)
        else:
            os.unlink(self.path)
            os.close(self.next.pipe)
            for handle in self.handles.values():
                handle.gone = True
                handle.show_readiness()
        self.testbed.uevent(self.sys, action)


class HidNode:
    """A /dev/hidraw node. Its file is a FIFO with one byte for each input report nobody has read yet, so
    that it is readable when there is one."""

    def __init__(self, testbed, number, node):
        self.number = number
        self.reports = []
        path = testbed.get_root_dir() + node
        os.unlink(path)
        os.mkfifo(path, 0o666)
        self.pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        base = UMockdev.IoctlBase.new()
        base.connect('handle-read', self.read)
        base.connect('handle-write', self.write)
        base.connect('handle-ioctl', self.refuse)
        testbed.attach_ioctl(node, base)

    def report(self, data):
        self.reports.append(data)
        os.write(self.pipe, b'.')

    def read(self, _, client):
        with lock:
            if not self.reports:
                client.complete(-1, errno.EAGAIN)
                return True
            report = self.reports.pop(0)
            os.read(self.pipe, 1)
            client.get_arg().update(0, report)
            client.complete(len(report), 0)
        return True

    def write(self, _, client):
        report = bytes(client.get_arg().retrieve())
        client.complete(len(report), 0)
        with lock:
            say(device=self.number, name='report', data=report[1:].hex())  # before it: the report id
        return True

    def refuse(self, _, client):
        client.complete(-1, errno.EINVAL)  # feature reports: our devices have none
        return True


def obey(line, devices):
    if 'answer' in line:
        error = line['error']
        waiting.pop(line['answer']).complete(-1 if error else 0, error)
    elif 'finish' in line:
        transfer = transfers.get(line['finish'])
        if transfer is not None:  # else its handle was closed in the meantime
            transfer.finish(line['status'], line['length'], bytes.fromhex(line['data']))
    elif 'report' in line:
        devices[line['report']].report(bytes.fromhex(line['data']))
    else:
        devices[line['plug']].plug(line['action'])


closing = Closing()


def main():
    os.umask(0)  # the browser may run as somebody else
    testbed = UMockdev.Testbed.new()
    described = json.loads(sys.stdin.readline())['devices']
    for one in described:
        testbed.add_from_string(one['text'])
    devices = [HidNode(testbed, number, one['node']) if 'hidraw' in one['node']
               else Device(testbed, number, one['sys'], one['node'])
               for number, one in enumerate(described)]
    say(root=testbed.get_root_dir())
    for line in sys.stdin:  # its end is ours
        with lock:
            obey(json.loads(line), devices)
    for one in described:
        testbed.detach_ioctl(one['node'])
    shutil.rmtree(testbed.get_root_dir(), ignore_errors=True)
    os._exit(0)  # the testbed would remove its folder too, sometimes, and end in a fault


main()
