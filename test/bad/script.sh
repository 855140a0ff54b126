#!/usr/bin/env bash
cd $1
rm $(ls *.yaml)
