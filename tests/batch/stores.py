"""A bucket of a real S3-compatible server, without any of the pipeline's own code."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bucket:
    """A bucket, and a client that knows it."""

    client: Any
    name: str

    def url(self, key: str = "") -> str:
        return f"s3://{self.name}/{key}".rstrip("/")

    def fill(self, below: str, **files: bytes) -> str:
        """The URL of the folder, which now holds these Word files."""
        for name, packed in files.items():
            self.put(f"{below}/{name}.docx", packed)
        return self.url(below)

    def put(self, key: str, packed: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=key, Body=packed)

    def get(self, key: str) -> bytes:
        packed: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        return packed

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.name, Key=key)

    def keys(self, below: str = "") -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=below)
        return [held["Key"] for page in pages for held in page.get("Contents", [])]

    def files(self, below: str) -> dict[str, bytes]:
        """What lies below a folder, by name there."""
        return {key.removeprefix(f"{below}/"): self.get(key) for key in self.keys(f"{below}/")}
