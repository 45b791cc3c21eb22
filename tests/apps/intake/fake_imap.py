"""A mail server of a few lines, with one folder and a second to move to."""

import re
import socketserver
import threading


class FakeMailServer:
    """Messages by number; ``log`` is what clients asked for."""

    def __init__(self, *messages, uidvalidity=7, can_move=True):
        self.messages = dict(enumerate(messages, start=1))
        self.moved, self.seen, self.log = {}, set(), []
        self.uidvalidity, self.can_move = uidvalidity, can_move
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                outer.serve(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()

    def address(self, procedure, more=""):
        return f"imap://wind:ge%40heim@127.0.0.1:{self.port}/INBOX?procedure={procedure}{more}"

    def serve(self, client):
        say = client.wfile.write
        say(b"* OK ready\r\n")
        while line := client.rfile.readline().decode().strip():
            tag, _space, command = line.partition(" ")
            self.log.append(command)
            if command == "LOGOUT":
                say(f"* BYE\r\n{tag} OK\r\n".encode())
                return
            for piece in self.answer(command):
                say(piece)
            failed = command.startswith("LOGIN") and "ge@heim" not in command
            say(f"{tag} {'NO wrong password ge@heim' if failed else 'OK done'}\r\n".encode())

    def answer(self, command):
        if command == "CAPABILITY":
            return [f"* CAPABILITY IMAP4rev1{' MOVE' if self.can_move else ''}\r\n".encode()]
        if command.startswith("SELECT"):
            head = f"* {len(self.messages)} EXISTS\r\n* OK [UIDVALIDITY {self.uidvalidity}] x\r\n"
            return [head.encode()]
        if found := re.match(r"UID SEARCH UID (\d+):\*", command):
            wanted = [n for n in self.messages if n >= int(found[1])] or list(self.messages)[-1:]
            return [f"* SEARCH {' '.join(map(str, wanted))}\r\n".encode()]
        if found := re.match(r"UID FETCH (\d+) \(BODY.PEEK\[\]<(\d+)\.(\d+)>\)", command):
            uid, start, size = map(int, found.groups())
            piece = self.messages[uid][start : start + size]
            head = f"* 1 FETCH (UID {uid} BODY[]<{start}> {{{len(piece)}}}\r\n".encode()
            return [head, piece, b")\r\n"]
        if found := re.match(r"UID FETCH (\d+) \(INTERNALDATE\)", command):
            return [
                b'* 1 FETCH (UID %d INTERNALDATE "03-Mar-2026 12:00:00 +0100")\r\n' % int(found[1])
            ]
        if found := re.match(r"UID STORE ([\d,]+) \+FLAGS \(\\Seen\)", command):
            self.seen |= set(map(int, found[1].split(",")))
        if found := re.match(r"UID (?:MOVE|COPY) ([\d,]+) ", command):
            for uid in map(int, found[1].split(",")):
                self.moved[uid] = self.messages[uid]
                if self.can_move:
                    del self.messages[uid]
        return []
