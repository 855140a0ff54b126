lifetime: int = "10m" + 10
