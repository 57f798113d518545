"""Where a request comes from: the peer's word about somebody else counts only if the peer is trusted."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from clinic_common.http.middleware import Scope, header


class Addresses:
    """
    Tells the client's address and scheme of a request.

    :param trusted: addresses or networks of proxies whose X-Forwarded-For and -Proto are believed
    """

    def __init__(self, trusted: Iterable[str]) -> None:
        self._trusted: tuple[IPv4Network | IPv6Network, ...] = tuple(ip_network(t.strip()) for t in trusted)
        self._is_trusted = lru_cache(1_000)(self._look_up)

    def _look_up(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._trusted)

    def client_of(self, scope: Scope) -> tuple[str, str]:
        """The client's address and the scheme it used: `("203.0.113.7", "https")`."""
        peer = str(scope["client"][0]) if scope.get("client") else "unknown"
        scheme = str(scope.get("scheme", "http"))
        if not self._trusted or not self._is_trusted(peer):
            return peer, scheme
        told = header(scope, b"x-forwarded-proto")
        if told in ("http", "https"):
            scheme = told
        values = [v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for"]
        hops = [hop.strip() for hop in ",".join(values).split(",") if hop.strip()][-20:]
        # From the nearest hop outwards; the first that is no proxy of ours is the client.
        for hop in reversed(hops):
            try:
                address = str(ip_address(hop))
            except ValueError:
                break
            peer = address
            if not self._is_trusted(address):
                break
        return peer, scheme
