"""PDF/A metadata: the XMP packet and the ICC profile of grey."""

import struct
from xml.sax.saxutils import escape

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def xmp(title: str, language: str = "vi") -> bytes:
    """Return the metadata packet of a PDF/A-2u file in a language."""
    return _XMP.format(title=escape(title), language=language).encode("utf-8")


def grey_profile() -> bytes:
    """Return an ICC v2 profile of one grey channel with gamma 2.2 and white point D50 (ICC.1:2001-04)."""
    description = b"Gray gamma 2.2\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(description)) + description + bytes(12 + 67)
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    copyright_text = b"text\0\0\0\0No copyright\0"
    tags = {b"desc": desc, b"wtpt": white, b"kTRC": curve, b"cprt": copyright_text}
    place = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, place + len(body), len(data))
        body += padded
    size = place + len(body)
    head = struct.pack(
        ">I4sI4s4s4s6H4s", size, bytes(4), 0x02100000, b"mntr", b"GRAY", b"XYZ ", *_DATE, b"acsp"
    )
    head += bytes(28) + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    return head + bytes(128 - len(head)) + table + body


_DATE = (2025, 1, 1, 0, 0, 0)
